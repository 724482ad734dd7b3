using CoalitionCms.Data;
using CoalitionCms.Domain;

namespace CoalitionCms.Tests.Support;

/// <summary>One field key for every site of a run: databases are copied from templates that are sealed by it.</summary>
public static class TestKeys
{
    private static readonly FieldKeys Keys = new([FieldKey.New(DateTime.UnixEpoch)], isKept: false);

    /// <summary>Puts the key file into a data folder, where the program looks for it.</summary>
    public static void PutInto(string folder)
    {
        var file = new FieldKeyFile(new CmsOptions { DataDirectory = folder }, TimeProvider.System);
        if (!file.Exists)
        {
            file.Keep(new FieldKeys(Keys.All, isKept: false));
        }
    }
}
