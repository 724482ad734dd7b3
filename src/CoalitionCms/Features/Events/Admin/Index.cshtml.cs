using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>Events for those who edit them.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class IndexModel(EntryAdminQueries queries) : EntryListPage(queries, EntryKind.Event);
