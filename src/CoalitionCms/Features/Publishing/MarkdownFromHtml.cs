namespace CoalitionCms.Features.Publishing;
/// <summary>x</summary>
public static class MarkdownFromHtml { /// <summary>x</summary>
public static string Convert(string html) => html; }
