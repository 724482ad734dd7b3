using CoalitionCms.Tests.Support;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>A file over its limit hides a second thing. Counted are lines that say something: no blank ones, braces, comments, usings.</summary>
public sealed class FileSizeTests
{
    [Fact]
    public void No_file_is_longer_than_its_kind_may_be() =>
        Repository.Files("src", ".cs", ".cshtml").Where(f => f.Weight > Limit(f)).Select(f => $"{f.Path} has {f.Weight}, may have {Limit(f)}").ShouldBeEmpty();

    private static int Limit(SourceFile file) => file switch
    {
        { Path: var path } when path.EndsWith(".cshtml.cs", StringComparison.Ordinal) => 60,
        { Path: var path } when path.EndsWith(".cshtml", StringComparison.Ordinal) => 100,
        { InFeature: [_, "Actions"] } => 90,
        _ => 200,
    };
}
