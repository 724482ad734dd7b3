namespace CoalitionCms.Domain;

/// <summary>The five kinds of things that have entries.</summary>
public enum EntryKind
{
    /// <summary>News, an update, a report.</summary>
    Article,

    /// <summary>A standing page such as "Who we are".</summary>
    Page,

    /// <summary>A demand, its people, what a supporter can do.</summary>
    Campaign,

    /// <summary>The subject of a case.</summary>
    Person,

    /// <summary>Something that takes place and is attended.</summary>
    Event,
}
