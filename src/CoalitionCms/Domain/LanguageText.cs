namespace CoalitionCms.Domain;

internal sealed record LanguageText(string Text, string Language);
