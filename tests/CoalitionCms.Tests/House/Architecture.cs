using Mono.Cecil;

namespace CoalitionCms.Tests.House;

/// <summary>Which type of the program refers to which, read from the compiled assembly: views, lambdas and iterators included.</summary>
public static class Architecture
{
    private const string Own = "CoalitionCms";

    public static IReadOnlyList<CodeType> Types { get; } = Read();

    /// <summary>The unit a type belongs to; empty for what is none of the program's.</summary>
    public static string UnitOf(string fullName)
    {
        var end = fullName.LastIndexOf('.');
        var parts = end < 0 ? [] : fullName[..end].Split('.');
        return parts switch
        {
            [Own] => "Root",
            [Own, "Features" or "Operations", var name, ..] => $"{parts[1]}/{name}",
            [Own, var name, ..] => name,
            _ => "",
        };
    }

    /// <summary>Sets of units that know each other in a circle, with the pairs inside them and one example of each.</summary>
    public static IReadOnlyList<(string From, string To, string Example)> PairsInCircles()
    {
        var pairs = (from type in Types
                     from other in type.References
                     let to = UnitOf(other)
                     where to.Length > 0 && to != type.Unit
                     group $"{type.FullName} → {other}" by (From: type.Unit, To: to)).ToDictionary(g => g.Key, g => g.Min()!);
        var next = pairs.Keys.ToLookup(p => p.From, p => p.To);
        var reach = next.ToDictionary(from => from.Key, from => Reachable(from.Key, next));
        return [.. pairs.Where(p => reach.TryGetValue(p.Key.To, out var back) && back.Contains(p.Key.From))
            .Select(p => (p.Key.From, p.Key.To, p.Value)).OrderBy(p => (p.From, p.To))];
    }

    private static HashSet<string> Reachable(string from, ILookup<string, string> next)
    {
        var (found, waiting) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(next[from]));
        while (waiting.TryDequeue(out var unit))
        {
            if (found.Add(unit))
            {
                next[unit].ToList().ForEach(waiting.Enqueue);
            }
        }

        return found;
    }

    private static List<CodeType> Read()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(CommandLine).Assembly.Location);

        // A view is compiled into a namespace of its own; the assembly says from which file.
        var views = assembly.CustomAttributes.Where(a => a.AttributeType.Name == "RazorCompiledItemAttribute")
            .ToDictionary(a => ((TypeReference)a.ConstructorArguments[0].Value).FullName, a => (string)a.ConstructorArguments[2].Value);
        return [.. from type in assembly.MainModule.Types
                   let name = views.TryGetValue(type.FullName, out var path) ? NameOfView(path) : type.FullName
                   where UnitOf(name).Length > 0
                   select new CodeType(name, UnitOf(name), ReferencesOf(type))];
    }

    private static string NameOfView(string path) => Own + path.Replace(".cshtml", "_cshtml", StringComparison.Ordinal).Replace('/', '.');

    private static HashSet<string> ReferencesOf(TypeDefinition type)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Visit(type);
        found.Remove(type.FullName);
        return found;

        void Visit(TypeDefinition one)
        {
            Add(one.BaseType);
            one.Interfaces.ToList().ForEach(i => Add(i.InterfaceType));
            Attributes(one);
            Parameters(one);
            one.Fields.ToList().ForEach(f => Add(f.FieldType, f));
            one.Properties.ToList().ForEach(Attributes);
            one.Methods.ToList().ForEach(Method);
            one.NestedTypes.ToList().ForEach(Visit);
        }

        void Method(MethodDefinition method)
        {
            Signature(method);
            Attributes(method);
            Parameters(method);
            method.Parameters.ToList().ForEach(Attributes);
            if (!method.HasBody)
            {
                return;
            }

            method.Body.Variables.ToList().ForEach(v => Add(v.VariableType));
            method.Body.ExceptionHandlers.ToList().ForEach(h => Add(h.CatchType));
            foreach (var operand in method.Body.Instructions.Select(i => i.Operand))
            {
                switch (operand)
                {
                    case TypeReference used:
                        Add(used);
                        break;
                    case FieldReference used:
                        Add(used.DeclaringType);
                        Add(used.FieldType);
                        break;
                    case MethodReference used:
                        Signature(used);
                        break;
                }
            }
        }

        void Signature(MethodReference method)
        {
            Add(method.DeclaringType);
            Add(method.ReturnType);
            method.Parameters.ToList().ForEach(p => Add(p.ParameterType));
            (method as GenericInstanceMethod)?.GenericArguments.ToList().ForEach(a => Add(a));
        }

        void Parameters(IGenericParameterProvider generic) =>
            generic.GenericParameters.SelectMany(p => p.Constraints).ToList().ForEach(c => Add(c.ConstraintType));

        void Attributes(ICustomAttributeProvider marked)
        {
            foreach (var attribute in marked.CustomAttributes)
            {
                Add(attribute.AttributeType);
                attribute.ConstructorArguments.Select(a => a.Value).OfType<TypeReference>().ToList().ForEach(a => Add(a));
            }
        }

        void Add(TypeReference? used, ICustomAttributeProvider? marked = null)
        {
            if (marked is not null)
            {
                Attributes(marked);
            }

            (used as GenericInstanceType)?.GenericArguments.ToList().ForEach(a => Add(a));
            while (used is TypeSpecification inner)
            {
                used = inner.ElementType;
            }

            if (used is null or GenericParameter)
            {
                return;
            }

            while (used.DeclaringType is { } outer)
            {
                used = outer;
            }

            found.Add(used.FullName);
        }
    }
}

/// <summary>A type, its nested types included, and the full names of the outermost types that it refers to.</summary>
public sealed record CodeType(string FullName, string Unit, IReadOnlySet<string> References)
{
    /// <summary>The namespace in parts; for a view the folders.</summary>
    public IReadOnlyList<string> Folders => FullName.Split('.')[..^1];

    public bool IsView => FullName.EndsWith("_cshtml", StringComparison.Ordinal);

    /// <summary>Site, Admin, Own or SignIn for what is a page of that surface; else empty.</summary>
    public string Surface => Folders[^1] is "Site" or "Admin" or "Own" or "SignIn" ? Folders[^1] : "";
}
