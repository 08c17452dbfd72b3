using System.Net;

namespace Kling3.Generated.Tests.Support;

/// <summary>A reply that a test has written.</summary>
internal sealed record CannedReply(HttpStatusCode Status, string Body)
{
    public static CannedReply Ok(string body) => new(HttpStatusCode.OK, body);

    /// <summary>A task's status in the envelope of a success.</summary>
    public static CannedReply Task(string members) => Ok("""{"code":200,"message":"success","data":{""" + members + "}}");
}
