using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Statements;

internal sealed class StatementsMapping : IEntityTypeConfiguration<Statement>
{
    public void Configure(EntityTypeBuilder<Statement> statement)
    {
        statement.ToTable("Statements");
        statement.Property(s => s.CodeHash).HasMaxLength(64);
        statement.HasIndex(s => s.CodeHash).IsUnique();
        statement.HasIndex(s => new { s.MemberId, s.IssuedAt });
        statement.HasOne<Members.Member>().WithMany().HasForeignKey(s => s.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
