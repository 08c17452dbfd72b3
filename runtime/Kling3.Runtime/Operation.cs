namespace Kling3.Runtime;

/// <summary>Makes operations that need no server, for an application's own fakes.</summary>
public static class Operation
{
    /// <summary>An operation that has ended well.</summary>
    /// <typeparam name="T">The status reply.</typeparam>
    /// <param name="id">Its id.</param>
    /// <param name="value">Its last reply.</param>
    /// <param name="results">The addresses of its results.</param>
    public static Operation<T> Completed<T>(string id, T value, IReadOnlyList<Uri> results)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(results);
        return new Operation<T>(id, value, results, null);
    }

    /// <summary>An operation that has failed.</summary>
    /// <typeparam name="T">The status reply.</typeparam>
    /// <param name="value">Its last reply.</param>
    /// <param name="failure">What waiting for it throws.</param>
    public static Operation<T> Failed<T>(T value, OperationFailedException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new Operation<T>(failure.OperationId, value, [], failure);
    }
}
