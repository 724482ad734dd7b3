using System.Text;

namespace CoalitionCms.Tests.Media;

/// <summary>The smallest PDF that a reader opens.</summary>
internal static class Pdfs
{
    public static byte[] Small => Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 "
        + "R>>\n%%EOF\n");
}
