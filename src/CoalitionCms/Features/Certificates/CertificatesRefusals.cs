using CoalitionCms.Domain;

namespace CoalitionCms.Features.Certificates;

/// <summary>Why a statement is refused.</summary>
public static class CertificatesErrors
{
    /// <summary>Nobody of the roster is linked with the account.</summary>
    public static Error NotLinked { get; } = new("Names.NotLinked");

    public static Error NothingChosen { get; } = new("Certificates.NothingChosen");

    /// <summary>An event is not one that the member came to.</summary>
    public static Error NotAttended { get; } = new("Certificates.NotAttended");

    /// <summary>The language is none of the site's.</summary>
    public static Error LanguageUnknown { get; } = new("Form.NotUnderstood", "Language");

    /// <summary>Too many events, or too many statements that hold.</summary>
    public static Error TooMany(int most) => new("Certificates.TooMany", "", most);

    /// <summary>There is no such statement, or it is somebody else's.</summary>
    public static Error NoSuchCertificate { get; } = new("Certificates.NoSuchStatement");
}
