using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Events.Admin;

/// <summary>Events for those who edit them.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class IndexModel(EntryDesk desk) : EntryListPage(desk, EntryKind.Event);
