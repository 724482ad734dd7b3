using CoalitionCms.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Events;

internal sealed class EventsMapping : IEntityTypeConfiguration<Event>, IEntityTypeConfiguration<Attendance>
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
        attendance.ComplexProperty(a => a.Consent, consent => consent.Property(c => c.GivenBy).IsSealed("attendances/consent-given-by"));
        attendance.HasIndex(a => new { a.EventId, a.MemberId }).IsUnique();
        attendance.HasIndex(a => a.MemberId);
        attendance.HasOne<Event>().WithMany().HasForeignKey(a => a.EventId).OnDelete(DeleteBehavior.Restrict);
        attendance.HasOne<Members.Member>().WithMany().HasForeignKey(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
