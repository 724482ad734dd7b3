namespace CoalitionCms.Content;

/// <summary>What can be done with several entries at once.</summary>
public enum BulkAct
{
    Publish,

    Withdraw,

    Trash,

    Restore,
}
