namespace CoalitionCms.Domain;

internal enum NoticeSeverity
{
    Info,

    Warning,

    Danger,
}
