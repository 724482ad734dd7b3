using System.Linq.Expressions;
using CoalitionCms.Web.TagHelpers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.Web;

public sealed class FieldExpressionsTests
{
    private static readonly EmptyModelMetadataProvider Metadata = new();
    private static readonly ModelExpressionProvider Framework = new(Metadata);

    [Fact]
    public void Fields_have_the_names_and_values_that_the_framework_gives_them()
    {
        var form = new Form { Rows = [new() { Name = "first" }, new() { Name = "second", Days = [3, 5] }], Title = { ["ko"] = "제목" } };
        for (var i = 0; i < 2; i++)
        {
            var row = i;
            ShouldBeEqual(form, f => f.Rows[row].Name);
            ShouldBeEqual(form, f => f.Rows[i]);
            ShouldBeEqual(form, f => f.Rows[1].Days[i]);
        }

        ShouldBeEqual(form, f => f.Rows[0].When);
        ShouldBeEqual(form, f => f.Rows);
        ShouldBeEqual(form, f => f.Title["ko"]);
        ShouldBeEqual(new() { Rows = null! }, f => f.Rows[0].Name);
        ShouldBeEqual(new(), f => f.Rows[0].Name);
    }

    private static void ShouldBeEqual<TValue>(Form form, Expression<Func<Form, TValue>> field)
    {
        var view = new ViewDataDictionary<Form>(Metadata, new ModelStateDictionary()) { Model = form };
        var (ours, theirs) = (Read(new FieldExpressions(Framework, Metadata)), Read(Framework));
        ours.ShouldBe(theirs);

        (string, object?, Type, string?, Type?) Read(IModelExpressionProvider provider)
        {
            var read = provider.CreateModelExpression(view, field);
            object? model;
            try
            {
                model = read.Model;
            }
            catch (ArgumentOutOfRangeException)
            {
                model = "none";
            }

            return (read.Name, model, read.Metadata.ModelType, read.Metadata.PropertyName, read.Metadata.ContainerType);
        }
    }

    private sealed class Form
    {
        public List<Row> Rows { get; set; } = [];
        public Dictionary<string, string> Title { get; } = [];
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";
        public DateOnly? When { get; set; }
        public List<int> Days { get; set; } = [0, 1];
    }
}
