package dev.cairn.storage.sqlite;

import dev.cairn.lock.HeldLease;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Leases in the database, for all processes that share the file. Thread-safe. Times are those of
 * the machine's clock, which the processes share as they share the file.
 */
final class SqliteLockService implements LockService {
  private final SqliteDatabase database;
  private final InstantSource clock;
  private final String holder;

  SqliteLockService(SqliteDatabase database, InstantSource clock, String holder) {
    this.database = database;
    this.clock = clock;
    this.holder = holder;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, Duration timeToLive) {
    if (!timeToLive.isPositive()) {
      throw new IllegalArgumentException(
          "A lease's time to live must be more than zero, but is " + timeToLive + ".");
    }
    return database.write(
        "lock in",
        connection -> {
          long now = clock.millis();
          return connection
              .handle()
              .createQuery(
                  "INSERT INTO leases (name, token, holder, until) VALUES (:name, 1, :holder, :until)"
                      + " ON CONFLICT DO UPDATE SET token = token + 1, holder = :holder, until = :until"
                      + " WHERE until <= :now RETURNING token")
              .bind("name", name)
              .bind("holder", holder)
              .bind("until", now + millis(timeToLive))
              .bind("now", now)
              .mapTo(Long.class)
              .findOne()
              .map(token -> new SqliteLease(name, token, timeToLive));
        });
  }

  /** Rounded up, so that no lease is over before it has begun. */
  private static long millis(Duration timeToLive) {
    return timeToLive.plusNanos(999_999).toMillis();
  }

  @Override
  public List<HeldLease> held() {
    return database.read(
        connection ->
            connection
                .handle()
                .createQuery(
                    "SELECT name, token, holder, until FROM leases WHERE until > :now ORDER BY name")
                .bind("now", clock.millis())
                .map(
                    (row, context) ->
                        new HeldLease(
                            row.getString(1),
                            row.getLong(2),
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4))))
                .list());
  }

  @Override
  public boolean release(String name) {
    return update("UPDATE leases SET until = 0 WHERE name = :name AND until > :now", name, 0, 0);
  }

  private boolean update(String sql, String name, long token, long until) {
    return database.write(
        "lock in",
        connection ->
            connection
                    .handle()
                    .createUpdate(sql)
                    .bind("name", name)
                    .bind("token", token)
                    .bind("until", until)
                    .bind("now", clock.millis())
                    .execute()
                > 0);
  }

  @Override
  public void close() {
    database.close();
  }

  private final class SqliteLease implements Lease {
    private final String name;
    private final long token;
    private final Duration timeToLive;

    SqliteLease(String name, long token, Duration timeToLive) {
      this.name = name;
      this.token = token;
      this.timeToLive = timeToLive;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long token() {
      return token;
    }

    @Override
    public boolean renew() {
      return update(
          "UPDATE leases SET until = :until WHERE name = :name AND token = :token AND until > :now",
          name,
          token,
          clock.millis() + millis(timeToLive));
    }

    @Override
    public Instant safeUntil() {
      return database.read(
          connection ->
              connection
                  .handle()
                  .createQuery("SELECT until FROM leases WHERE name = :name AND token = :token")
                  .bind("name", name)
                  .bind("token", token)
                  .mapTo(Long.class)
                  .findOne()
                  .map(Instant::ofEpochMilli)
                  .orElse(Instant.MIN));
    }

    @Override
    public void close() {
      update(
          "UPDATE leases SET until = 0 WHERE name = :name AND token = :token AND until > :now",
          name,
          token,
          0);
    }
  }
}
