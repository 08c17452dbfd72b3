using System.Text.Json;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// What direct code expected and did not find. Its message is ours and quotes no value, which is how <see cref="JsonFailure"/> tells it
/// from the reader's own exceptions.
/// </summary>
internal sealed class JsonExpectationException(string message) : JsonException(message);
