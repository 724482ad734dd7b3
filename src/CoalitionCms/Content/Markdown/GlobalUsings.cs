// Texts are rendered and compared in nearly every feature.
global using CoalitionCms.Content.Markdown.Diff;
global using CoalitionCms.Content.Markdown.ToHtml;
