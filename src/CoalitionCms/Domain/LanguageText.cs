namespace CoalitionCms.Domain;

public sealed record LanguageText(string Text, string Language);
