namespace CoalitionCms.Domain;

public enum NoticeSeverity
{
    Info,

    Warning,

    Danger,
}
