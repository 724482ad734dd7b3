using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.People.Admin;

/// <summary>People for those who keep their cases.</summary>
[Authorize(Policy = nameof(Permission.EditEverything))]
public sealed class IndexModel(EntryDesk desk) : EntryListPage(desk, EntryKind.Person);
