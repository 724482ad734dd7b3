using System.Reflection;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace CoalitionCms.Web;

/// <summary>A field sent empty is an empty text where the code says that the text is never null; the
/// framework's own way is null for both, and a fault at its first use.</summary>
internal sealed class KeepEmptyStrings : IDisplayMetadataProvider
{
    private readonly NullabilityInfoContext nullability = new();

    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.ModelType == typeof(string) && IsNeverNull(context.Key))
        {
            context.DisplayMetadata.ConvertEmptyStringToNull = false;
        }
    }

    private bool IsNeverNull(ModelMetadataIdentity key)
    {
        // The cache of what was looked up is not made for several threads.
        lock (nullability)
        {
            return key switch
            {
                { PropertyInfo: { } property } => nullability.Create(property).WriteState == NullabilityState.NotNull,
                { ParameterInfo: { } parameter } => nullability.Create(parameter).WriteState == NullabilityState.NotNull,
                _ => false,
            };
        }
    }
}
