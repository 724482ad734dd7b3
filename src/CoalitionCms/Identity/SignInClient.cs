namespace CoalitionCms.Identity;

/// <summary>Who tries to open an account, as far as it can be told apart.</summary>
/// <param name="Word">Stands for an address or a browser, and says nothing about it.</param>
/// <param name="IsKnown">True for a browser in which this very account was opened before.</param>
public sealed record SignInClient(string Word, bool IsKnown)
{
    /// <summary>Somebody signed in who proves once more who they are.</summary>
    public static SignInClient OwnPage { get; } = new("own-page", IsKnown: true);
}

/// <summary>A browser that carries the mark of an account.</summary>
/// <param name="Word">Tells it from others.</param>
/// <param name="AccountId">The account that was opened in it.</param>
public sealed record BrowserMark(string Word, Guid AccountId);

/// <summary>Where a try to sign in comes from.</summary>
/// <param name="Address">A word for the address.</param>
/// <param name="Mark">The mark of its browser, if it has one.</param>
public sealed record SignInSource(string Address, BrowserMark? Mark)
{
    /// <summary>Who that is to an account. The mark of one account counts for no other, nor for an unknown one.</summary>
    public SignInClient For(Guid? accountId) => Mark is { } mark && mark.AccountId == accountId ? new(mark.Word, IsKnown: true) : new(Address, IsKnown: false);
}
