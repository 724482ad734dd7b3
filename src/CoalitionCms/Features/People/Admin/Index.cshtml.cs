using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.People.Admin;

/// <summary>People for those who keep their cases.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class IndexModel(EntryAdminQueries queries) : EntryListPage(queries, EntryKind.Person);
