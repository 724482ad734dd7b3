using CoalitionCms.Content;
using CoalitionCms.Features.Media;
using CoalitionCms.Features.Transfer.Actions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoalitionCms.Features.Transfer;

internal static class TransferSetup
{
    public static IServiceCollection AddTransfer(this IServiceCollection services) =>
        services.AddScoped<ImportSite>().AddScoped<ExportSite>().AddScoped<ReadExport>().AddScoped<WriteWordPress>();

    /// <summary>Registers what runs imports beside the pages.</summary>
    public static IServiceCollection AddImportJobs(this IServiceCollection services) => services.AddSingleton<ImportJobs>();
}

internal sealed class TransferTables : IEntityTypeConfiguration<ImportedEntry>, IEntityTypeConfiguration<ImportedFile>
{
    public void Configure(EntityTypeBuilder<ImportedEntry> imported)
    {
        imported.ToTable("ImportedEntries");
        imported.HasKey(i => new { i.Source, i.SourceId });
        imported.Property(i => i.Source).HasMaxLength(ImportedEntry.MaxSource);
        imported.Property(i => i.SourceId).HasMaxLength(ImportedEntry.MaxId);
        imported.Property(i => i.TextHash).HasMaxLength(64);
        imported.Property(i => i.SourceHash).HasMaxLength(64);
        imported.HasOne<Entry>().WithMany().HasForeignKey(i => i.EntryId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ImportedFile> file)
    {
        file.ToTable("ImportedFiles");
        file.HasKey(f => f.FileSha256);
        file.Property(f => f.FileSha256).HasMaxLength(64);
        file.Property(f => f.MediaSha256).HasMaxLength(64);
        file.HasOne<MediaFile>().WithMany().HasForeignKey(f => f.MediaSha256).OnDelete(DeleteBehavior.Cascade);
    }
}
