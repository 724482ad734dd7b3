using System.Reflection;
using System.Text.RegularExpressions;
using CoalitionCms.Data;
using CoalitionCms.Tests.Support;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CoalitionCms.Tests.House;

/// <summary>What a view may hold and show.</summary>
public sealed partial class ViewRulesTests
{
    private static readonly IReadOnlyList<SourceFile> Views = Repository.Files("src/CoalitionCms", ".cshtml");

    [Fact]
    public void No_script_or_style_stands_in_a_view() =>
        Views.SelectMany(v => InlineCode().Matches(v.Text).Select(m => $"{v.Path}: {m.Value}")).ShouldBeEmpty();

    [Fact]
    public void No_view_writes_what_was_not_encoded() =>
        Views.SelectMany(v => RawHtml().Matches(v.Text).Select(m => $"{v.Path}: {m.Value}")).ShouldBeEmpty();

    [Fact]
    public void Every_form_that_is_posted_carries_its_token() =>
        // The framework adds it by itself only where a form names no address.
        Views.SelectMany(v => PostForm().Matches(v.Text).Select(m => (v.Path, Tag: m.Value)))
            .Where(f => f.Tag.Split('>')[0].Contains("action=", StringComparison.Ordinal))
            .Where(f =>
            !f.Tag.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal)
            && !f.Tag.Contains("@Html.AntiForgeryToken()", StringComparison.Ordinal))
            .Select(f => $"{f.Path}: {f.Tag.Split('>')[0]}").ShouldBeEmpty();

    [Fact]
    public void No_sentence_stands_in_a_view() =>
        Views.SelectMany(v =>
        LiteralWords().Matches(WithoutCode(v.Text)).Select(m => m.Value.Trim()).Where(w => w != "CoalitionCms")
        .Select(w => $"{v.Path}: {w}")).ShouldBeEmpty();

    [Fact]
    public void A_label_has_the_colon_of_its_language() =>
        Views.SelectMany(v => LabelWithColon().Matches(v.Text).Select(m => $"{v.Path}: {m.Value}")).ShouldBeEmpty();

    [Fact]
    public void An_address_reads_from_left_to_right() =>
        Views.SelectMany(v => Address().Matches(v.Text).Select(m => (v.Path, Tag: m.Value)))
            .Where(a => !a.Tag.Contains("dir=\"ltr\"", StringComparison.Ordinal)).Select(a => $"{a.Path}: {a.Tag}").ShouldBeEmpty();

    [Fact]
    public void No_script_is_asked_for_outside_the_own_and_admin_frame() =>
        Views.Where(v => v.Text.Contains("<script", StringComparison.OrdinalIgnoreCase)).Select(v => v.Name)
            .Except(["_AdminLayout.cshtml", "_PlainLayout.cshtml"], StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Page_models_show_records_and_never_entities()
    {
        using var db = new SqliteDesignTime().CreateDbContext([]);
        var entities = db.Model.GetEntityTypes().Select(e => e.ClrType).ToHashSet();
        (from page in typeof(Surfaces).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)))
         from property in page.GetProperties(BindingFlags.Public | BindingFlags.Instance)
         where Inside(property.PropertyType).Any(entities.Contains)
         select $"{page.FullName}.{property.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_lies_in_a_surface_folder_and_spells_its_address() =>
        Views.Where(v => v.Text.StartsWith("@page", StringComparison.Ordinal))
            .Where(v => v.Path.Split('/')[..^1] is not [.., "Site" or "SignIn" or "Own" or "Admin"]
                || !v.Text.StartsWith("@page \"/", StringComparison.Ordinal))
            .Select(v => v.Path).ShouldBeEmpty();

    // As @T["…"]: or T["…"] + ": " or <bdi>…</bdi>: and so on; Chinese has another colon (Texts.Colon).
    [GeneratedRegex(@"@T\[[^\]]*\]: |\] \+ "": ""|[>}\]]: [<@]")]
    private static partial Regex LabelWithColon();

    [GeneratedRegex(@"<(?:code|span|p)\b[^>]*class=""addr[^>]*>")]
    private static partial Regex Address();

    private static IEnumerable<Type> Inside(Type type) =>
        type.IsGenericType
        ? type.GetGenericArguments().SelectMany(Inside).Append(type.GetGenericTypeDefinition())
        : type.IsArray
        ? Inside(type.GetElementType()!)
        : [type];

    // Razor's own code: blocks in braces behind @, directives, and expressions inside quotes.
    private static string WithoutCode(string view)
    {
        var text = CodeBlock().Replace(view, "");
        text = Directive().Replace(text, "");
        return QuotedExpression().Replace(text, "\"\"");
    }

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[""']|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"<form\b[^>]*method=""post""[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostForm();

    [GeneratedRegex(@"Html\.Raw|new HtmlString|WriteLiteral|IHtmlContent")]
    private static partial Regex RawHtml();

    [GeneratedRegex(@"^@\{.*?^\}", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^@(page|model|using|inject|addTagHelper|inherits)\b.*$", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"""@[^""]*(?:""[^""<>]*""[^""<>]*)*""")]
    private static partial Regex QuotedExpression();

    // Words between tags, a line of nothing but words, or words in an attribute that is read aloud.
    [GeneratedRegex(@"(?<=>)[^<>@{}=;()""?]*\p{L}{3,}[^<>@{}=;()""?]*(?=<)|^[\p{L}'’,]+( [\p{L}'’,]+)+[.!?]?$|\b(?:alt|title"
        + @"|aria-label|placeholder)=""[^""@]*\p{L}{2,}[^""]*""", RegexOptions.Multiline)]
    private static partial Regex LiteralWords();
}
