using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Events;

internal sealed class EventsMapping : IEntityTypeConfiguration<Event>, IEntityTypeConfiguration<Attendance>, IEntityTypeConfiguration<GivenConsent>
{
    public void Configure(EntityTypeBuilder<Event> calendarEvent)
    {
        calendarEvent.ToTable("Events");
        calendarEvent.Property(e => e.FactsVersion).IsConcurrencyToken();
        calendarEvent.Property(e => e.TimeZone).HasMaxLength(64);
        calendarEvent.HasIndex(e => e.EndUtc);
    }

    public void Configure(EntityTypeBuilder<Attendance> attendance)
    {
        attendance.ToTable("Attendances");
        attendance.Property(a => a.Version).IsConcurrencyToken();
        attendance.Property(a => a.Roles).HasConversion<int>();
        attendance.HasIndex(a => new { a.EventId, a.MemberId }).IsUnique();
        attendance.HasIndex(a => a.MemberId);
        attendance.HasOne<Event>().WithMany().HasForeignKey(a => a.EventId).OnDelete(DeleteBehavior.Restrict);
        attendance.HasOne<Members.Member>().WithMany().HasForeignKey(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<GivenConsent> consent)
    {
        consent.ToTable("Consents", table => table.HasCheckConstraint("CK_Consents_Withdrawal", "NOT \"IsWithdrawal\" OR \"Terms_Choice\" = 'Hidden'"));

        // Two rows that are written at one moment cannot both be the newest: the second save fails, and looks again.
        consent.HasIndex(c => new { c.MemberId, c.Number }).IsUnique();
        consent.HasIndex(c => c.EventId);
        consent.HasOne<Members.Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
        consent.HasOne<Event>().WithMany().HasForeignKey(c => c.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}
