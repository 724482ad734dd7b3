using CoalitionCms.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Identity;

internal sealed class SecondFactorsMapping :
    IEntityTypeConfiguration<AuthenticatorApp>, IEntityTypeConfiguration<RecoveryCode>, IEntityTypeConfiguration<SpentAnswer>, IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<AuthenticatorApp> app)
    {
        app.ToTable("AuthenticatorApps");
        app.HasKey(a => a.AccountId);

        // Security: sealed for its account by the keys of cookies already, which lie in the data folder; the field key may lie elsewhere.
        app.Property(a => a.SealedSecret).IsSealed("authenticator-apps/secret");
        app.HasOne<Account>().WithOne().HasForeignKey<AuthenticatorApp>(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("RecoveryCodes");
        code.HasKey(c => new { c.AccountId, c.Hash });
        code.Property(c => c.Hash).HasMaxLength(64);
        code.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SpentAnswer> answer)
    {
        answer.ToTable("SpentAnswers");
        answer.HasKey(a => a.Hash);
        answer.Property(a => a.Hash).HasMaxLength(64);
        answer.HasIndex(a => a.ExpiresAt);
    }

    // As Identity's third schema has it; mapped here, since Identity takes the schema from services that tools for migrations do not have.
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> passkey)
    {
        passkey.ToTable("Passkeys");
        passkey.HasKey(p => p.CredentialId);
        passkey.Property(p => p.CredentialId).HasMaxLength(1024);
        passkey.OwnsOne(p => p.Data).ToJson();
        passkey.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
