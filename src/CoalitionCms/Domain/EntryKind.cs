namespace CoalitionCms.Domain;

public enum EntryKind
{
    /// <summary>News, an update, a report.</summary>
    Article,

    /// <summary>A standing page such as "Who we are".</summary>
    Page,

    Campaign,

    Person,

    /// <summary>An event with attendance.</summary>
    Event,
}
