using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CoalitionCms.Data;

/// <summary>
/// The keys of cookies and of the site's own data protection, one file each in the data folder, encrypted with the field key: a copy of the
/// folder without the key file is not enough to forge a session. A file that no field key decrypts is left in place and logged; the site
/// continues with a new key.
/// </summary>
internal sealed class KeyRing(CmsOptions options, FieldKeys keys, ILogger<KeyRing> log) : IXmlRepository
{
    private const string Binding = "keys/ring";
    private const string SealedName = "sealed";

    private readonly string folder = DataFolder.KeysOf(options);

    public IReadOnlyCollection<XElement> GetAllElements() => [.. Files().Select(path => Open(path, keys, tell: true)).OfType<XElement>()];

    public void StoreElement(XElement element, string friendlyName) => Write(Path.Combine(folder, friendlyName + ".xml"), element, keys);

    /// <summary>Encrypts all files with the first of these keys, unless they already are.</summary>
    /// <exception cref="SetupException">The files cannot be written.</exception>
    internal void SealBy(FieldKeys wanted)
    {
        try
        {
            foreach (var path in Files().Where(p =>
                FieldKeys.KeyIdOf(Read(p) is { } made && made.Name == SealedName ? made.Value : "") != wanted.Current.Id))
            {
                if (Open(path, wanted, tell: false) is { } element)
                {
                    Write(path, element, wanted);
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw DataFolder.NotWritable(folder, problem);
        }
    }

    private static XElement? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static void Write(string path, XElement element, FieldKeys by) => AtomicFile.WritePrivate(
        path, Encoding.UTF8.GetBytes(new XElement(SealedName, by.Seal(Binding, Guid.Empty, element.ToString(SaveOptions.DisableFormatting)))
        .ToString()), overwrite: true);

    private string[] Files() => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal)] : [];

    private XElement? Open(string path, FieldKeys by, bool tell)
    {
        try
        {
            // Security: an unencrypted key is not accepted. Otherwise anyone with write access to the folder could forge sessions with a
            // key of their own.
            return Read(path) is { } made && made.Name == SealedName
                ? XElement.Parse(by.Open(Binding, made.Value))
                : throw new CryptographicException("Not readable, or in the clear.");
        }
        catch (CryptographicException)
        {
            if (tell)
            {
                log.LogError(
                    "The file {File} of the key ring is damaged, in the clear, or sealed by a field key that the key file does not "
                    + "have. Sessions from its time end; authenticator apps and kept originals from its time do not open. Put back the "
                    + "right line of the key file, below the present one, and start again.",
                    Path.GetFileName(path));
            }

            return null;
        }
    }
}
