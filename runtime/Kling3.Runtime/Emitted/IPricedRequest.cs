using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>A request that knows what it costs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPricedRequest
{
    /// <summary>What the request costs by the documented prices; null when no rule matches.</summary>
    decimal? EstimateCost();
}
