using CoalitionCms.Content.Actions;
using CoalitionCms.Data;
using CoalitionCms.Data.Audit;
using CoalitionCms.Domain;
using CoalitionCms.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Content;

/// <summary>Services and tables that all kinds of content share.</summary>
internal static class ContentSetup
{
    public static IServiceCollection AddContent(this IServiceCollection services) => services
        .PostConfigure<RazorPagesOptions>(options =>
        {
            // One list page, with an address for each kind.
            foreach (var kind in Enum.GetValues<EntryKind>().Where(k => k != EntryKind.Article))
            {
                options.Conventions.AddPageRoute("/Content/Admin/Entries", SiteUrls.AdminList(kind).TrimStart('/'));
            }
        })
        .AddScoped<PublishedEntries>().AddScoped<EntryAdminQueries>().AddScoped<EntryOptions>().AddScoped<EntryEditor>()
        .AddScoped<EditUploads>().AddScoped<EntryPreview>().AddScoped<TraditionalDraft>().AddScoped<RemarkAdminQueries>()
        .AddScoped<ActOnRemarks>()
        .AddScoped<RevisionAdminQueries>().AddScoped<ReviewAdminQueries>().AddScoped<EditorPresence>()
        .AddScoped<ApprovalRule>().AddScoped<ApproverStanding>().AddScoped<PublishingChecklist>().AddScoped<EntryLoader>()
        .AddScoped<Publisher>().AddScoped<SearchIndex>().AddSingleton<SearchUpkeep>()
        .AddScoped<IPublishingCheck, WordsCheck>().AddScoped<IPublishingCheck, PhotosCheck>()
        .AddScoped<IPublishingCheck, RemarksCheck>()
        .AddScoped<ContentVerification>().AddScoped<RebuildProjection>().AddScoped<IRetainedAuditEntries, RetainedPublications>()
        .AddScoped<KeepDescriptions>().AddScoped<SaveEntry>().AddScoped<PublishEntry>().AddScoped<WithdrawEntry>().AddScoped<TrashEntry>()
        .AddScoped<PurgeTrash>()
        .AddScoped<ActOnSeveral>()
        .AddScoped<ConfirmClock>().AddScoped<ClockAdminQueries>()
        .AddScoped<ScheduleEntry>().AddScoped<PublishDue>().AddScoped<ReviewEntry>().AddScoped<RestoreRevision>();

    public static IServiceCollection AddPublishingClock(this IServiceCollection services) =>
        services.AddSingleton<ClockGuard>().AddSingleton<PublishingClock>()
            .AddHostedService(provider => provider.GetRequiredService<PublishingClock>());

    /// <summary>Suggestions for the editor's script: public pages to link to, and tags that are in use.</summary>
    public static void MapContent(this IEndpointRouteBuilder endpoints)
    {
        var admin = endpoints.OnAdmin(Permission.WriteArticles);
        admin.MapMethods("/admin/links", SurfaceEndpoints.Reading,
            async (string? q, string? lang, EntryOptions options, CancellationToken cancellationToken) => Results.Json(
                (await options.PublicAsync(q, Language.Find(lang) ?? Language.English, cancellationToken))
                .Select(l => new { title = l.Title, path = l.Path, lang = l.Language })));
        admin.MapMethods("/admin/tags", SurfaceEndpoints.Reading,
            async (string? q, EntryOptions options, CancellationToken cancellationToken) =>
                Results.Json(await options.TagsAsync(q, cancellationToken)));
    }
}

internal sealed class ContentTables :
    IEntityTypeConfiguration<Entry>,
    IEntityTypeConfiguration<Item>,
    IEntityTypeConfiguration<FactsRevision>,
    IEntityTypeConfiguration<TextRevision>,
    IEntityTypeConfiguration<Publication>,
    IEntityTypeConfiguration<PublicationTag>,
    IEntityTypeConfiguration<OldPath>,
    IEntityTypeConfiguration<ReviewStep>,
    IEntityTypeConfiguration<Remark>,
    IEntityTypeConfiguration<EditPresence>
{
    private const int LanguageLength = 16;
    private const int SlugLength = 120;

    public void Configure(EntityTypeBuilder<Entry> entry)
    {
        entry.ToTable("Entries");
        entry.Property(e => e.Language).HasMaxLength(LanguageLength);
        entry.Property(e => e.Slug).HasMaxLength(SlugLength);
        entry.Property(e => e.Words).IsDerived();
        entry.Property(e => e.Version).IsConcurrencyToken();

        // The scheduler of another process, or an author, may have changed it first; this does not increment a version.
        entry.Property(e => e.ScheduledAt).IsConcurrencyToken();
        // Of the rows that have them: an index of all rows would be taken to find those that are not in the trash, which are nearly all.
        entry.HasIndex(e => e.ScheduledAt).HasFilter("\"ScheduledAt\" IS NOT NULL");
        entry.HasIndex(e => e.TrashedAt).HasFilter("\"TrashedAt\" IS NOT NULL");
        entry.HasIndex(e => e.SubmittedRevisionId).HasFilter("\"SubmittedRevisionId\" IS NOT NULL");

        // For the numbers beside the tabs of lists: the few rows of a kind that are in such a state.
        entry.HasIndex(e => new { e.Kind, e.ScheduledAt }).HasFilter("\"ScheduledAt\" IS NOT NULL");
        entry.HasIndex(e => new { e.Kind, e.TrashedAt }).HasFilter("\"TrashedAt\" IS NOT NULL");
        entry.HasIndex(e => new { e.Kind, e.SubmittedRevisionId }).HasFilter("\"SubmittedRevisionId\" IS NOT NULL");
        entry.HasIndex(e => e.UpdatedAt);
        entry.HasIndex(e => new { e.ItemId, e.Language }).IsUnique();
        entry.HasIndex(e => new { e.Kind, e.UpdatedAt, e.Id });
        entry.HasIndex(e => new { e.Kind, e.Language, e.Slug });
        entry.HasIndex(e => new { e.CreatedBy, e.UpdatedAt });
        entry.HasOne<Item>().WithMany().HasForeignKey(e => e.ItemId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Item> item)
    {
        item.ToTable("Items");

        // Two people may save or publish facts of one item at the same moment: the second one gets an error.
        item.Property(i => i.FactsNumber).IsConcurrencyToken();
        item.Property(i => i.PublicFactsNumber).IsConcurrencyToken();
        item.Ignore(i => i.ProjectedFactsNumber);
    }

    public void Configure(EntityTypeBuilder<FactsRevision> facts)
    {
        facts.ToTable("FactsRevisions");
        facts.Property(f => f.Hash).HasMaxLength(64);
        facts.HasIndex(f => new { f.ItemId, f.Number }).IsUnique();
        facts.HasOne<Item>().WithMany().HasForeignKey(f => f.ItemId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TextRevision> revision)
    {
        revision.ToTable("TextRevisions");
        revision.Property(r => r.Slug).HasMaxLength(SlugLength);
        revision.Property(r => r.Hash).HasMaxLength(64);
        revision.Ignore(r => r.Text);
        revision.HasIndex(r => new { r.EntryId, r.Number }).IsUnique();
        revision.HasOne<Entry>().WithMany().HasForeignKey(r => r.EntryId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Publication> publication)
    {
        publication.ToTable("Publications");
        publication.HasKey(p => p.EntryId);
        publication.Property(p => p.Language).HasMaxLength(LanguageLength);
        publication.Property(p => p.Slug).HasMaxLength(SlugLength);
        publication.Property(p => p.RevisionHash).HasMaxLength(64);
        publication.HasIndex(p => new { p.Kind, p.Language, p.Slug }).IsUnique();
        publication.HasIndex(p => new { p.Kind, p.SortAt, p.EntryId });
        publication.HasIndex(p => new { p.Kind, p.Year, p.SortAt, p.EntryId });
        publication.HasIndex(p => new { p.Kind, p.Language, p.SortAt, p.EntryId });
        publication.HasIndex(p => new { p.ItemId, p.Language }).IsUnique();
        publication.HasOne<Entry>().WithOne().HasForeignKey<Publication>(p => p.EntryId).OnDelete(DeleteBehavior.Restrict);
        publication.HasOne<TextRevision>().WithMany().HasForeignKey(p => p.RevisionId).OnDelete(DeleteBehavior.Restrict);
        publication.HasMany(p => p.Tags).WithOne().HasForeignKey(t => t.EntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PublicationTag> tag)
    {
        tag.ToTable("PublicationTags");
        tag.HasKey(t => new { t.EntryId, t.Slug });
        tag.Property(t => t.Slug).HasMaxLength(SlugLength);
        tag.HasIndex(t => new { t.Slug, t.SortAt, t.EntryId });
    }

    public void Configure(EntityTypeBuilder<OldPath> path)
    {
        path.ToTable("OldPaths");
        path.HasKey(p => p.Path);
        path.Property(p => p.Path).HasMaxLength(OldPath.MaxPath);
        path.Property(p => p.Target).HasMaxLength(OldPath.MaxPath);
        path.HasOne<Entry>().WithMany().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ReviewStep> step)
    {
        step.ToTable("ReviewSteps");
        step.Property(s => s.RevisionHash).HasMaxLength(64);
        step.Property(s => s.FactsHash).HasMaxLength(64);
        step.HasIndex(s => new { s.EntryId, s.At });
        step.HasIndex(s => new { s.RevisionId, s.Kind });
        step.HasOne<Entry>().WithMany().HasForeignKey(s => s.EntryId).OnDelete(DeleteBehavior.Cascade);
        step.HasOne<TextRevision>().WithMany().HasForeignKey(s => s.RevisionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Remark> remark)
    {
        remark.ToTable("Remarks");
        remark.HasIndex(r => new { r.EntryId, r.ResolvedAt });
        remark.HasIndex(r => r.AnswerTo);
        remark.HasIndex(r => r.By).HasFilter("\"AnswerTo\" IS NULL AND \"ResolvedAt\" IS NULL");
        remark.HasOne<Entry>().WithMany().HasForeignKey(r => r.EntryId).OnDelete(DeleteBehavior.Cascade);
        remark.HasOne<TextRevision>().WithMany().HasForeignKey(r => r.RevisionId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<EditPresence> presence)
    {
        presence.ToTable("EditPresences");
        presence.HasKey(p => new { p.EntryId, p.AccountId });
        presence.HasIndex(p => p.SeenAt);
        presence.HasOne<Entry>().WithMany().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Cascade);
    }
}
