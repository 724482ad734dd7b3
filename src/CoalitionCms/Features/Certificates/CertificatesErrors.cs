using CoalitionCms.Domain;
using CoalitionCms.Features.Members;

namespace CoalitionCms.Features.Certificates;

internal static class CertificatesErrors
{
    public static Error NotLinked { get; } = new("Names.NotLinked");

    /// <summary>A certificate outlives the session in which it was issued.</summary>
    public static Error ProofNeeded { get; } = MembersErrors.ProofNeeded;

    public static Error NothingChosen { get; } = new("Certificates.NothingChosen");
    public static Error NotAttended { get; } = new("Certificates.NotAttended");
    public static Error LanguageUnknown { get; } = new("Form.NotUnderstood", "Language");

    public static Error TooMany(int most) => new("Certificates.TooMany", "", most);

    public static Error NoSuchCertificate { get; } = new("Certificates.NoSuchStatement");
}
