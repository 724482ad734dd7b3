using System.Globalization;
using System.Text;

namespace CoalitionCms.Tests.Media;

/// <summary>PDF files with what a test wants in them, with a true table of places.</summary>
internal static class Pdfs
{
    /// <summary>A PDF of one page.</summary>
    public static byte[] Small => Of(0);

    /// <summary>A PDF of one page; another number is another page.</summary>
    public static byte[] Of(int number) => Write(Page(number), "/Type/Catalog/Pages 2 0 R", "");

    /// <summary>With everything that says who made it, and everything that does something by itself.</summary>
    public static byte[] Telling(byte[] photo)
    {
        var image = Encoding.Latin1.GetString(photo);
        return Write(
            [
                $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</I1 6 0 R>>>>"
                + "/LastModified(D:20100514120000)/PieceInfo<</Word<</Private(Li Secret)>>>>/Metadata 9 0 R/AA<</O 8 0 R>>"
                + "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(calc.exe)>>>>"
                + "<</Type/Annot/Subtype/Text/T(Li Reviewer)/Contents(comment of Li)/Rect[0 0 9 9]>>]>>",
                Stream("", "BT /F1 12 Tf 10 100 Td (Charter) Tj ET q 50 0 0 50 10 10 cm /I1 Do Q"),
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
                Stream("/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Metadata 9 0 R",
                    image),
                "<</Title(Charter)/Author(Li Author)/Creator(Word of Li)/Producer(Printer of Li)/CreationDate(D:20100514120000+08'00')>>",
                "<</S/JavaScript/JS(app.alert\\(1\\))>>",
                Stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator>Li Xmp</creator></x:xmpmeta>"),
                "<</Type/Filespec/F(members.txt)/EF<</F 11 0 R>>>>",
                Stream("/Type/EmbeddedFile", "list of members"),
            ],
            "/Type/Catalog/Pages 2 0 R/OpenAction 8 0 R/AA<</WC 8 0 R>>/Metadata 9 0 R"
            + "/Names<</JavaScript<</Names[(go)8 0 R]>>/EmbeddedFiles<</Names[(members.txt)10 0 R]>>>>",
            "/Info 7 0 R");
    }

    /// <summary>With a field to be filled in.</summary>
    public static byte[] Form => Write(
        [.. Page(0), "<</FT/Tx/T(name)/V(Li Typed)/Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>"],
        "/Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>", "");

    private static string[] Page(int number) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {200 + number} 200]/Contents 4 0 R>>"),
        Stream("", "0 0 10 10 re f"),
    ];

    private static string Stream(string entries, string content) =>
        string.Create(CultureInfo.InvariantCulture, $"<<{entries}/Length {content.Length}>>\nstream\n{content}\nendstream");

    /// <summary>Objects from number 3 on; the catalogue is 1, the pages are 2.</summary>
    private static byte[] Write(string[] objects, string catalogue, string trailer)
    {
        var (text, places) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        foreach (var (index, content) in new[] { $"<<{catalogue}>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>" }.Concat(objects).Index())
        {
            places.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        places.ForEach(p => text.Append(CultureInfo.InvariantCulture, $"{p:D10} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {places.Count + 1}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }
}
