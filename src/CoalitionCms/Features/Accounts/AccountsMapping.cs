using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Accounts;

internal sealed class AccountsMapping : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<AccountLink>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("Accounts");
        account.Property(a => a.Name).HasMaxLength(200);
        account.Property(a => a.NativeName).HasMaxLength(200);
        account.Property(a => a.Language).HasMaxLength(16);
    }

    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("Sessions");
        session.HasKey(s => s.KeyHash);
        session.Property(s => s.KeyHash).HasMaxLength(64);
        session.Property(s => s.Browser).HasMaxLength(32);
        session.Property(s => s.System).HasMaxLength(32);
        session.HasIndex(s => s.Id).IsUnique();
        session.HasIndex(s => s.AccountId);
        session.HasIndex(s => s.LastSeenAt);
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AccountLink> link)
    {
        link.ToTable("AccountLinks");
        link.Property(l => l.CodeHash).HasMaxLength(64);
        link.Property(l => l.Note).HasMaxLength(200);
        link.HasIndex(l => l.CodeHash).IsUnique();
    }
}
