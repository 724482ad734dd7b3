using System.Text.Json.Nodes;
using CoalitionCms.Web;
using CoalitionCms.Domain;

namespace CoalitionCms.Features.Home;

/// <summary>The organisation for machines: schema.org NGO.</summary>
public static class HomeData
{
    /// <summary>The data of the home page.</summary>
    public static JsonLd Of(SiteFrame frame, SiteUrls urls) => new(new JsonObject
    {
        ["@type"] = "NGO",
        ["name"] = frame.Name.Text,
        ["url"] = urls.Absolute("/"),
        ["description"] = frame.Lede.Text,
    });
}
