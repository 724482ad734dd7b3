using CoalitionCms.Domain;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoalitionCms.Data;

/// <summary>Instants are UTC in the program and in every database.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    value => value.Kind == DateTimeKind.Utc ? value : value.ToUniversalTime(),
    value => DateTime.SpecifyKind(value, DateTimeKind.Utc));

/// <summary>Stores text per language as one JSON column.</summary>
internal sealed class LocalTextConverter() : ValueConverter<LocalText, string>(value => value.ToJson(), value => LocalText.FromJson(value));
