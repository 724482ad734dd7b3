namespace CoalitionCms.Content;

/// <summary>What can be done with several entries at once.</summary>
internal enum BulkAct
{
    Publish,

    Withdraw,

    Trash,

    Restore,
}
