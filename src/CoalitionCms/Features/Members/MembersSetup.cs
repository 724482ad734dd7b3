using CoalitionCms.Data;
using CoalitionCms.Features.Members.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Members;

internal static class MembersSetup
{
    public static IServiceCollection AddMembers(this IServiceCollection services) => services
        .AddScoped<MemberAdminQueries>().AddScoped<SaveMember>().AddScoped<ImportMembers>().AddScoped<ExportMembers>()
        .AddScoped<LinkAccount>();
}

internal sealed class MembersTables : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.ToTable("Members");
        member.Property(m => m.Version).IsConcurrencyToken();

        // Security: a stolen database identifies nobody; the language of a name would reveal the person's origin.
        member.Property(m => m.RomanisedName).IsSealed("members/romanised-name");
        member.Property(m => m.NativeName).IsSealed("members/native-name");
        member.Property(m => m.NativeLanguage).IsSealed("members/native-language");
        member.Property(m => m.Alias).IsSealed("members/alias");
        member.Property(m => m.EarlierNames).IsSealed("members/earlier-names");
        member.Property(m => m.Note).IsSealed("members/note");
        member.Ignore(m => m.Name);
        member.HasIndex(m => m.AccountId).IsUnique();
    }
}
