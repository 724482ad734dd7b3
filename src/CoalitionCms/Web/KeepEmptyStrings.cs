using System.Reflection;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace CoalitionCms.Web;

/// <summary>
/// Binds an empty field as an empty string where the property is not nullable; the framework would bind null in both cases, which fails at
/// the first use.
/// </summary>
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
        // The cache of the nullability context is not thread-safe.
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
