namespace CoalitionCms.Domain;

internal static class WebHost
{
    /// <summary>
    /// The host of an address in the spelling in which names are looked up. Security: the runtime accepts an address such as
    /// <c>http://xn--ü/</c> and throws when it is asked for this spelling; such a host stays as it is written.
    /// </summary>
    public static string Of(Uri address)
    {
        try
        {
#pragma warning disable RS0030 // The only use; the exception is caught.
            return address.IdnHost;
#pragma warning restore RS0030
        }
        catch (UriFormatException)
        {
            return address.Host;
        }
    }
}
