using System.Data.Common;
using System.Text;
using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CoalitionCms.Tests.Support;

/// <summary>Looks for words as a thief would: in every byte of the data folder, and in every column of every table.</summary>
public static class Traces
{
    private static readonly Encoding[] Encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>Where any of the words stands: files by name, tables by name.</summary>
    public static async Task<List<string>> TracesOfAsync(this CmsSite site, params string[] words)
    {
        var found = InFiles(site.Folder, words);
        if (site.Database == DatabaseKind.PostgreSql)
        {
            found.AddRange(await site.InDatabaseAsync(db => InTablesAsync(db.Database.GetDbConnection(), words)));
        }

        return found;
    }

    /// <summary>The same in the files of a folder: the database, its write-ahead log, the logs.</summary>
    public static List<string> InFiles(string folder, params string[] words) =>
        [.. from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            let bytes = ReadShared(path)
            from word in words
            where Encodings.Any(e => bytes.AsSpan().IndexOf(e.GetBytes(word)) >= 0)
            select $"{word} in {Path.GetRelativePath(folder, path)}"];

    /// <summary>Runs a statement on a connection.</summary>
    public static async Task RunAsync(this DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> InTablesAsync(DbConnection connection, string[] words)
    {
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var tables = await ReadAsync(connection, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'");
        var found = new List<string>();
        foreach (var (table, word) in tables.SelectMany(table => words.Select(word => (table, word))))
        {
            // Bytes are written as hexadecimal digits.
            var text = word.Replace("'", "''", StringComparison.Ordinal);
            var bytes = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(word));
            if ((await ReadAsync(connection,
                $"SELECT 'x' FROM {table} AS r WHERE position('{text}' in r::text) > 0 OR position('{bytes}' in r::text) > 0 "
                + "LIMIT 1")).Count > 0)
            {
                found.Add($"{word} in {table}");
            }
        }

        return found;
    }

    private static async Task<List<string>> ReadAsync(DbConnection connection, string question)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
