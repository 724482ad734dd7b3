using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Campaigns.Admin;

/// <summary>Campaigns for those who run them.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class IndexModel(EntryDesk desk) : EntryListPage(desk, EntryKind.Campaign);
