using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Members;

internal sealed class MembersMapping : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.ToTable("Members");
        member.Property(m => m.Version).IsConcurrencyToken();
        member.Property(m => m.NativeLanguage).HasMaxLength(16);
        member.Ignore(m => m.Name);
        member.HasIndex(m => m.RomanisedName);
        member.HasIndex(m => m.NativeName);
        member.HasIndex(m => m.AccountId).IsUnique();
    }
}
