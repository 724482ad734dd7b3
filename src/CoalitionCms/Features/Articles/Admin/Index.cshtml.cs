using CoalitionCms.Content;
using CoalitionCms.Domain;
using Microsoft.AspNetCore.Authorization;

namespace CoalitionCms.Features.Articles.Admin;

/// <summary>Articles for those who write them.</summary>
[Authorize(Policy = nameof(Permission.WriteArticles))]
public sealed class IndexModel(EntryAdminQueries queries) : EntryListPage(queries, EntryKind.Article);
