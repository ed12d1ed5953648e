create table warmcache_good_load (
    application varchar(100) not null,
    cache_name varchar(200) not null,
    entries bigint not null,
    finished_at bigint not null,
    loaded_from varchar(100) not null,
    primary key (application, cache_name)
);
