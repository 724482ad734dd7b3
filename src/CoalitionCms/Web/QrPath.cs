using System.Globalization;
using System.Text;
using QRCoder;

namespace CoalitionCms.Web;

/// <summary>A QR code as one path of an SVG: no image file, no inline style.</summary>
/// <param name="Size">Width and height in modules, with the quiet zone around.</param>
/// <param name="Data">The path's <c>d</c>: one line of dark modules after the other.</param>
internal sealed record QrPath(int Size, string Data)
{
    public static QrPath Of(string words)
    {
        using var code = QRCodeGenerator.GenerateQrCode(words, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Count; x++)
            {
                var start = x;
                while (x < row.Count && row[x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return new(code.ModuleMatrix.Count, path.ToString());
    }
}
