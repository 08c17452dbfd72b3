namespace Kling3.Runtime.Replies;

/// <summary>What a reply means.</summary>
internal enum Verdict
{
    /// <summary>It holds what was asked for.</summary>
    Success,

    /// <summary>The API understood and said no.</summary>
    Refused,

    /// <summary>The API asks to come back later; it has done nothing.</summary>
    RateLimited,

    /// <summary>A server or gateway failed, before or after doing what was asked.</summary>
    ServerError,

    /// <summary>A success by its status, whose body is cut, no JSON, or not what it should be.</summary>
    Unreadable,

    /// <summary>There was no reply.</summary>
    None,
}
