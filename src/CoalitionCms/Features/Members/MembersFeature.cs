using CoalitionCms.Features.Members.Actions;

namespace CoalitionCms.Features.Members;

/// <summary>The feature's door.</summary>
public static class MembersFeature
{
    /// <summary>Registers what the feature offers.</summary>
    public static IServiceCollection AddMembers(this IServiceCollection services) => services
        .AddScoped<MemberAdminQueries>().AddScoped<SaveMember>().AddScoped<ImportMembers>().AddScoped<ExportMembers>().AddScoped<DuplicateMembers>().AddScoped<LinkAccount>();
}
