using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Identity;

internal sealed class AccountsMapping : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<AccountLink>, IEntityTypeConfiguration<AdminRequest>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("Accounts");
        account.Property(a => a.Name).IsSealed("accounts/name");
        account.Property(a => a.NativeName).IsSealed("accounts/native-name");
        account.Property(a => a.Email).IsSealed(LoginLookup.Email);
        account.Property(a => a.UserName).IsSealed(LoginLookup.UserName);

        // Security: what Identity finds an account by, and what keeps addresses unique, is a keyed hash.
        account.Property(a => a.NormalizedEmail).IsLookupOf(nameof(Account.Email));
        account.Property(a => a.NormalizedUserName).IsLookupOf(nameof(Account.UserName));
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

    public void Configure(EntityTypeBuilder<AdminRequest> request)
    {
        request.ToTable("AdminRequests");
        request.Property(r => r.Note).IsSealed("admin-requests/note");
        request.Property(r => r.Demand).HasDefaultValue(Features.Settings.SecondFactorDemand.Nobody);
        request.HasOne<Account>().WithMany().HasForeignKey(r => r.RequestedBy).OnDelete(DeleteBehavior.Cascade);
        request.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AccountLink> link)
    {
        link.ToTable("AccountLinks");
        link.Property(l => l.CodeHash).HasMaxLength(64);
        link.Property(l => l.Note).IsSealed("account-links/note");
        link.HasIndex(l => l.CodeHash).IsUnique();
    }
}
