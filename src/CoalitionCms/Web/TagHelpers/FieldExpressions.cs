using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CoalitionCms.Web.TagHelpers;

/// <summary>
/// Reads <c>for="Input.Rows[i].Status"</c> by walking the expression. The framework compiles an expression with an index each time it is
/// met, which takes half a millisecond: most of the time of a form with many rows.
/// </summary>
internal sealed class FieldExpressions(ModelExpressionProvider inner, IModelMetadataProvider metadata) : IModelExpressionProvider
{
    public ModelExpression CreateModelExpression<TModel, TValue>(ViewDataDictionary<TModel> viewData,
        Expression<Func<TModel, TValue>> expression) =>
        HasIndex(expression.Body) && Walk(viewData.ModelExplorer, expression.Body) is { } found
            ? new(found.Name, found.Explorer)
            : inner.CreateModelExpression(viewData, expression);

    private static bool HasIndex(Expression? part) => part switch
    {
        MethodCallExpression => true,
        MemberExpression member => HasIndex(member.Expression),
        UnaryExpression converted => HasIndex(converted.Operand),
        _ => false,
    };

    /// <summary>Returns null for anything but properties and list indexes of the model, which the framework can do.</summary>
    private (string Name, ModelExplorer Explorer)? Walk(ModelExplorer model, Expression? part)
    {
        switch (part)
        {
            case ParameterExpression:
                return ("", model);
            case UnaryExpression { NodeType: ExpressionType.Convert } converted:
                return Walk(model, converted.Operand);
            case MemberExpression { Member: PropertyInfo property } when Walk(model, ((MemberExpression)part).Expression) is { } owner:
                return owner.Explorer.GetExplorerForProperty(property.Name) is { } found
                    ? (owner.Name.Length == 0 ? property.Name : $"{owner.Name}.{property.Name}", found) : null;
            case MethodCallExpression { Method.Name: "get_Item", Object: { } list, Arguments: [var index] }
                when Captured(index) is int i && Walk(model, list) is { } rows && rows.Explorer.Model is IList values && i < values.Count:
                return (string.Create(CultureInfo.InvariantCulture, $"{rows.Name}[{i}]"),
                    new(metadata, rows.Explorer, metadata.GetMetadataForType(part.Type), values[i]));
            default:
                return null;
        }
    }

    private static object? Captured(Expression? variable) => variable switch
    {
        ConstantExpression { Value: var value } => value,
        MemberExpression { Member: FieldInfo field, Expression: { } owner } when Captured(owner) is { } closure => field.GetValue(closure),
        _ => null,
    };
}
