namespace CoalitionCms.Content;

/// <summary>What can be done with several entries at once.</summary>
public enum BulkAct
{
    /// <summary>Publish the newest version of each.</summary>
    Publish,

    /// <summary>Take each back from the public.</summary>
    Withdraw,

    /// <summary>Put each into the trash.</summary>
    Trash,

    /// <summary>Take each out of the trash.</summary>
    Restore,
}
