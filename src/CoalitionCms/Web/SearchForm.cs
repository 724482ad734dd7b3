namespace CoalitionCms.Web;

/// <summary>The search form with what was typed; the large one is part of the results page.</summary>
internal sealed record SearchForm(string Question, bool IsLarge);
