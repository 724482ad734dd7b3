using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Campaigns.Admin;

/// <summary>Campaigns for those who run them.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class IndexModel(EntryAdminQueries queries) : EntryListPage(queries, EntryKind.Campaign);
