using CoalitionCms.Features.Publishing;
using CoalitionCms.Kernel;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Articles.Admin;

/// <summary>Articles for those who write them.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class IndexModel(EntryDesk desk) : EntryListPage(desk, EntryKind.Article);
