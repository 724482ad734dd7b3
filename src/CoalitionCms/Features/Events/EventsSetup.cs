using CoalitionCms.Content;
using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Features.Events.Actions;
using CoalitionCms.Features.Members.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Events;

/// <summary>Registers services and tables of events, attendance and consent.</summary>
internal static class EventsSetup
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddScoped<FactsStore, EventFactsStore>()
        .AddScoped<PublicAttendance>().AddSingleton<ConsentDay>().AddScoped<AttendeeSearch>().AddSingleton<ToldNames>()
        .AddSingleton<AttendeeSpellings>().AddScoped<IPublishingCheck, HiddenNamesCheck>().AddScoped<IHiddenNames, HiddenNamesCheck>()
        .AddScoped<IPublishingCheck, AttendanceListCheck>()
        .AddSingleton<WithheldNamesCache>().AddScoped<NamesTakenBack>()
        .AddScoped<IWithheldNames>(p => p.GetRequiredService<NamesTakenBack>())
        .AddScoped<IFollowsSave, WithholdNames>()
        .AddScoped<IProtectedNames, ProtectedRosterNames>().AddScoped<EventQueries>().AddScoped<IEntryPage, EventEntryPage>()
        .AddScoped<CalendarQueries>().AddScoped<AttendanceAdminQueries>()
        .AddScoped<INamesOfOthers, NamesOfOthers>().AddScoped<NameConsentQueries>().AddScoped<NamesInTexts>().AddScoped<ChooseNameDisplay>()
        .AddScoped<ChooseAlias>()
        .AddScoped<RecordConsent>().AddScoped<AnswerConsentQuestion>().AddScoped<WithdrawConsent>()
        .AddScoped<CheckInQueries>().AddScoped<CheckInMessages>().AddScoped<RecordAttendance>().AddScoped<MarkAtDoor>().AddScoped<CheckIn>()
        .AddScoped<SignInSheetQueries>().AddScoped<ImportAttendance>().AddScoped<ExportAttendance>()
        .AddScoped<SeriesAdminQueries>().AddScoped<SeriesWriter>().AddScoped<KeepSeries>().AddScoped<AttendanceOverTime>()
        .AddScoped<DuplicateMembers>().AddScoped<MergeMembers>().AddScoped<IKeptItems, AttendedEvents>();
}

internal sealed class EventsTables
    : IEntityTypeConfiguration<Event>, IEntityTypeConfiguration<Attendance>, IEntityTypeConfiguration<GivenConsent>,
    IEntityTypeConfiguration<ConsentQuestion>,
    IEntityTypeConfiguration<EventSeries>, IEntityTypeConfiguration<SeriesDate>
{
    public void Configure(EntityTypeBuilder<Event> calendarEvent)
    {
        calendarEvent.ToTable("Events");
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

    public void Configure(EntityTypeBuilder<EventSeries> series)
    {
        series.ToTable("EventSeries");
        series.Property(s => s.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<SeriesDate> date)
    {
        date.ToTable("SeriesDates");
        date.HasKey(d => d.EventId);
        date.Property(d => d.Written).HasMaxLength(64);

        // Two people who edit the same series cannot create a date twice.
        date.HasIndex(d => new { d.SeriesId, d.PlannedOn }).IsUnique();
        date.HasOne<Event>().WithOne().HasForeignKey<SeriesDate>(d => d.EventId).OnDelete(DeleteBehavior.Cascade);
        date.HasOne<EventSeries>().WithMany().HasForeignKey(d => d.SeriesId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<GivenConsent> consent)
    {
        consent.ToTable("Consents", table =>
            table.HasCheckConstraint("CK_Consents_Withdrawal", "NOT \"IsWithdrawal\" OR \"Terms_Choice\" = 'Hidden'"));

        // Security: a person who consents on behalf of another is personal data, too.
        consent.ComplexProperty(c => c.Terms, terms => terms.Property(t => t.GivenBy).IsSealed("consents/given-by"));

        // Two rows written at the same time cannot both be the newest: the second save fails and is retried.
        consent.HasIndex(c => new { c.MemberId, c.Number }).IsUnique();
        consent.HasIndex(c => new { c.MemberId, c.EventId });
        consent.HasIndex(c => c.EventId).HasFilter("\"EventId\" IS NOT NULL");

        // For the few withdrawals of the last weeks, among the rows of many years.
        consent.HasIndex(c => c.RecordedAt).HasFilter("\"IsWithdrawal\"");
        consent.HasOne<Members.Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
        consent.HasOne<Event>().WithMany().HasForeignKey(c => c.EventId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ConsentQuestion> question)
    {
        question.ToTable("ConsentQuestions");
        question.ComplexProperty(q => q.Terms, terms => terms.Property(t => t.GivenBy).IsSealed("consent-questions/given-by"));
        question.HasIndex(q => q.EventId);
        question.HasOne<Members.Member>().WithMany().HasForeignKey(q => q.MemberId).OnDelete(DeleteBehavior.Restrict);
        question.HasOne<Event>().WithMany().HasForeignKey(q => q.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}
